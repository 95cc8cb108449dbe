// What every page shares: keys, focus after a part was swapped, the help window. Every text stands in the page itself.
const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found || found.disabled) return false;
  if (found.matches("input[type=search]")) {
    found.focus();
    found.select();
  } else {
    found.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (press(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
  if (event.target.closest("[data-prints]")) window.print();
});

// What opens to ask for one thing is entered at once: the first answer has the focus.
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details[data-enters][open]")) event.target.querySelector("button:enabled")?.focus();
}, true);

document.addEventListener("change", (event) => {
  const revealed = event.target.dataset.reveals;
  if (revealed) document.getElementById(revealed).open = true;
});

// A form goes off once: what is on its way is not sent again by a second click.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (event.target.method === "post") {
    event.target.dataset.sent = "yes";
  }
}, true);
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What a refused form said is remembered as the page of that form: coming back to it, or loading it again, sends nothing.
if (document.body.dataset.formPage) history.replaceState(history.state, "", document.body.dataset.formPage);

// The note that the session is over stands until something is answered again.
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.response.status < 400) document.getElementById("lost").replaceChildren();
});

// What is typed stays when the language is switched: the page's forms are filled as they were, and what one was refused for is said
// again. Nothing is sent. Passwords and files are never kept, and the rest only until the next page is there.
const TYPED = "fenliu-typed";

function forms() {
  const found = [...document.querySelectorAll("main form[method=post]")];
  return found.map((form) => [form.getAttribute("action")?.split("?")[0] ?? "", form]);
}

function controls(form) {
  return [...form.elements].filter((one) => one.name && one.name !== "csrf_token" && !/^(password|file|submit|button)$/.test(one.type));
}

document.querySelector("nav.languages")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  const typed = forms().map(([action, form]) => [action, controls(form).map((one) => [one.name, one.value, one.checked ?? null])]);
  sessionStorage.setItem(TYPED, JSON.stringify({ at: link.pathname, refused: document.body.dataset.refused ?? "", typed }));
});

function fill(form, typed) {
  const left = [...typed];
  for (const one of controls(form)) {
    const ticks = one.type === "checkbox" || one.type === "radio";
    const place = left.findIndex(([name, value]) => name === one.name && (!ticks || value === one.value));
    if (place < 0) continue;
    const [[, value, checked]] = left.splice(place, 1);
    const before = ticks ? one.checked : one.value;
    if (ticks) one.checked = checked;
    else one.value = value;
    if (one.type === "hidden" || before === (ticks ? checked : value)) continue;
    for (let around = one.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  }
}

const kept = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
sessionStorage.removeItem(TYPED);
if (kept?.at === location.pathname) {
  const there = forms();
  for (const [action, typed] of kept.typed) {
    const place = there.findIndex(([where]) => where === action);
    if (place < 0) continue;
    const [[, form]] = there.splice(place, 1);
    fill(form, typed);
    if (form.matches("[data-looks]")) form.addEventListener("htmx:after:init", () => form.dispatchEvent(new Event("change")), { once: true });
  }
  if (kept.refused) {
    const told = document.createElement("p");
    told.className = "banner bad";
    told.setAttribute("role", "alert");
    told.textContent = kept.refused;
    document.getElementById("main").prepend(told);
  }
}
