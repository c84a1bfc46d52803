"""What statements do (assess, assert, deny …): softmax regression on the relation model's states."""
