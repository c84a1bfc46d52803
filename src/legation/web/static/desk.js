// What scripts add to pages that work without them: passages and claims light up together, judging by keyboard,
// colours change without a new page.
"use strict";

const lit = new Set();

function light(ids) {
  for (const node of lit) node.classList.remove("on");
  lit.clear();
  for (const id of ids) {
    for (const node of document.querySelectorAll(`[data-claim="${CSS.escape(id)}"], mark[data-claims~="${CSS.escape(id)}"]`)) {
      node.classList.add("on");
      lit.add(node);
    }
  }
}

function idsOf(target) {
  if (!(target instanceof Element)) return null;
  const claim = target.closest("[data-claim]");
  if (claim) return [claim.dataset.claim];
  const mark = target.closest("mark[data-claims]");
  return mark ? mark.dataset.claims.split(" ") : null;
}

if (document.querySelector("mark[data-claims], [data-claim]")) {
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const ids = idsOf(event.target);
      if (ids) light(ids);
    });
  }
  document.addEventListener("click", (event) => {
    const mark = event.target instanceof Element && event.target.closest("mark[data-claims]");
    if (!mark) return;
    const claim = document.getElementById(`claim-${mark.dataset.claims.split(" ")[0]}`);
    if (!claim) return;
    claim.scrollIntoView({ block: "center" });
    claim.querySelector("a, button")?.focus({ preventScroll: true });
  });
  const show = () => {
    const found = /^#(?:at|claim)-(.+)$/.exec(decodeURIComponent(location.hash));
    if (found) light([found[1]]);
  };
  addEventListener("hashchange", show);
  show();
}

function press(form, verdict) {
  form.querySelector(`button[value="${verdict}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (event.key === "/") {
    document.getElementById("find")?.focus();
    event.preventDefault();
    return;
  }
  const whole = document.querySelector("form[data-judging]");
  const near = document.activeElement?.closest("[data-claim]")?.querySelector("form.verdict");
  const form = whole || near;
  if (!form) return;
  if (event.key === "c") press(form, "confirm");
  else if (event.key === "x") press(form, "reject");
  else if (event.key === "s" && whole) press(form, "correct");
  else if (event.key === "n" && whole) document.querySelector("[data-next]")?.click();
  else if (event.key === "e" && whole) whole.querySelector(".fields input, .fields select")?.focus();
  else if (event.key === "e") form.querySelector("a")?.click();
  else return;
  event.preventDefault();
});

const theme = document.querySelector("form.theme");
theme?.addEventListener("submit", (event) => {
  const choice = event.submitter?.value;
  if (!choice) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(theme));
  body.set("theme", choice);
  fetch(theme.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
  document.documentElement.dataset.theme = choice;
  for (const button of theme.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === choice));
});

// What is still being worked out is looked for again, until it is there; a page that is being read is left alone.
if (document.querySelector("[data-waiting]")) {
  const again = () => {
    if (scrollY < 40 && !document.activeElement?.closest("main a, input, select, textarea")) location.reload();
    else setTimeout(again, 2000);
  };
  setTimeout(again, 1500);
}
