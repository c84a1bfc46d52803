"""Events as series in time: who did what to whom on which day, counts by period, self- and mutual excitation."""
