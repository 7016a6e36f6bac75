// Keys for the reviewer's page. Everything also works without this file.
"use strict";

const current = () => document.activeElement?.closest("[data-field]") ?? document.querySelector("[data-waiting]");
const byKey = (key) => ("are".includes(key) ? current() : document)?.querySelector(`[data-key="${key}"]`);

function moveInList(step) {
  const items = [...document.querySelectorAll("[data-item]")];
  const at = items.indexOf(document.activeElement);
  const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step];
  if (!next) return false;
  next.focus();
  return true;
}

function toggleHelp() {
  const help = document.getElementById("help");
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}

function onKey(event) {
  const box = event.target.closest("input, textarea, select");
  if (box) {
    if (event.key === "Escape") {
      box.blur();
      box.closest("[data-field]")?.focus();
    }
    else if (event.key === "Enter" && box.matches("textarea[data-key]") && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit(box.form.querySelector('[value="accept"]'));
    }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.key === "?") toggleHelp();
  else if ((event.key === "j" || event.key === "k") && moveInList(event.key === "j" ? 1 : -1)) { /* moved */ }
  else if (event.key === "e") {
    const edited = byKey("e");
    if (!edited) return;
    edited.focus();
    edited.select();
  } else if ("arAujk".includes(event.key)) {
    const target = byKey(event.key);
    if (!target) return;
    target.click();
  } else return;
  event.preventDefault();
}

// What was written into boxes goes along with "accept all", and is still there after another field was decided.
const boxes = [...document.querySelectorAll('[data-field] [data-key="e"]')];
for (const box of boxes) {
  const draft = sessionStorage.getItem(box.id);
  if (draft !== null && !box.matches('[aria-invalid="true"]')) box.value = draft;
  sessionStorage.removeItem(box.id);
}

function keepBoxes(form, submitter) {
  for (const box of boxes.filter((box) => box.form !== form && (box.value !== box.defaultValue || box.matches('[aria-invalid="true"]')))) {
    sessionStorage.setItem(box.id, box.value);
    if (submitter?.value === "accept-all") form.append(Object.assign(document.createElement("input"), { type: "hidden", name: box.id, value: box.value }));
  }
}

// A second press while the first is under way would decide the next field.
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  else keepBoxes(event.target, event.submitter);
  sent = true;
  setTimeout(() => { sent = false; }, 5000); // the reviewer may have stopped a slow page
});
addEventListener("pageshow", () => { sent = false; });
document.addEventListener("keydown", onKey);

// A picture that cannot be shown leaves its description in place.
for (const image of document.querySelectorAll(".picture img")) {
  const fail = () => image.parentElement.classList.add("broken");
  if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") fail();
  image.addEventListener("error", fail);
}

// Screen readers tell of a live region when it changes, not when it is there from the start.
const outcome = document.getElementById("outcome");
if (outcome) {
  const said = [...outcome.childNodes];
  outcome.replaceChildren();
  setTimeout(() => outcome.replaceChildren(...said), 100);
}
const refused = document.querySelector('[aria-invalid="true"]');
(refused ?? document.querySelector("[data-waiting]"))?.focus({ preventScroll: !refused });
