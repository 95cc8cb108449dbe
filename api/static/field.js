// Dragging on the week's time axis: an errand from the tray, or a published trip. It only works out a lane and a minute, and
// opens the page that a form opens too, where what it does is seen before it is confirmed.
const axis = document.querySelector("svg.timeline[data-moves]");
const STEP = 30;
const DAY = 1440;
const MOVED = 5;
let held = null;

const number = (name) => Number(axis.dataset[name]);
const days = () => axis.dataset.days.trim().split(" ").map(Number);

function placeOf(event) {
  const box = axis.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width) * axis.viewBox.baseVal.width;
}

// The day of the week and the minute of the day at a place of the axis, whole half hours.
function moment(x) {
  const shown = days();
  const at = (x - number("left")) / number("dayWidth");
  const day = Math.min(Math.max(Math.floor(at), 0), shown.length - 1);
  const within = Math.min(Math.max(at - day, 0), 1) * (number("until") - number("from"));
  const minute = Math.min(Math.round((number("from") + within) / STEP) * STEP, DAY - STEP);
  return { day: shown[day], minute };
}

const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function dayOf(numberOfDay) {
  const monday = new Date(`${axis.dataset.monday}T00:00:00Z`);
  monday.setUTCDate(monday.getUTCDate() + numberOfDay);
  return monday.toISOString().slice(0, 10);
}

function drawn(name, values) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  return made;
}

// While an errand is carried, the hours at which the law lets it begin are shown.
function showOpen(open) {
  const scale = number("dayWidth") / (number("until") - number("from"));
  const place = (minute) => number("left") + days().indexOf(Math.floor(minute / DAY)) * number("dayWidth")
    + (Math.min(Math.max(minute % DAY, number("from")), number("until")) - number("from")) * scale;
  for (const span of open.split(" ").filter(Boolean)) {
    const [begins, ends] = span.split("-").map(Number);
    if (!days().includes(Math.floor(begins / DAY))) continue;
    const x = place(begins);
    const width = Math.max(place(ends - 1) - x, 2);
    axis.querySelector(".open-hours").append(drawn("rect", { class: "open", x, y: 0, width, height: axis.viewBox.baseVal.height }));
  }
}

function mark(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const lane = under && under.closest(".lane-row");
  for (const other of axis.querySelectorAll(".lane-row")) other.classList.toggle("target", other === lane);
  const { minute } = moment(placeOf(event) - held.offset);
  held.sign.textContent = lane ? clock(minute) : "";
  held.sign.setAttribute("x", placeOf(event) + 10);
  held.sign.setAttribute("y", lane ? Number(lane.querySelector(".lane-ground").getAttribute("y")) + 16 : 0);
}

function begin(event) {
  held.carried = true;
  document.body.classList.add("carrying");
  held.sign = drawn("text", { class: "drop-time" });
  axis.append(held.sign);
  if (held.open) showOpen(held.open);
  mark(event);
}

function put(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const lane = under && under.closest(".lane-row");
  if (!lane) return;
  const onto = under.closest("[data-change]");
  const wish = new URLSearchParams();
  const { day, minute } = moment(placeOf(event) - held.offset);
  if (held.errand && onto) {
    wish.set("trip", onto.dataset.trip);
  } else if (held.errand || Math.abs(event.clientX - held.x) > MOVED * 2) {
    wish.set("day", dayOf(day));
    wish.set("time", clock(minute));
  }
  if (held.errand && !onto && "vehicle" in lane.dataset) wish.set("vehicle", lane.dataset.lane);
  if (held.trip && lane !== held.lane && "vehicle" in lane.dataset && "vehicle" in held.lane.dataset) {
    wish.set("vehicle", lane.dataset.lane);
  } else if (held.trip && lane !== held.lane && !("vehicle" in lane.dataset) && !("vehicle" in held.lane.dataset)) {
    wish.set("out", held.lane.dataset.lane);
    wish.set("into", lane.dataset.lane);
  }
  if (held.errand) wish.set("week", axis.dataset.week);
  if ([...wish].length) location.assign(`${held.errand || held.trip}?${wish}`);
}

function end() {
  if (held && held.sign) held.sign.remove();
  document.body.classList.remove("carrying");
  axis.querySelector(".open-hours").replaceChildren();
  for (const lane of axis.querySelectorAll(".target")) lane.classList.remove("target");
  held = null;
}

if (axis) {
  document.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("svg.timeline [data-change]");
    const item = event.target.closest("[data-errand]");
    if (event.button !== 0 || (!bar && !item)) return;
    const left = bar ? Number(bar.querySelector(".body").getAttribute("x")) : placeOf(event);
    held = {
      x: event.clientX,
      y: event.clientY,
      offset: bar ? placeOf(event) - left : 0,
      trip: bar && bar.dataset.change,
      lane: bar && bar.closest(".lane-row"),
      errand: item && item.dataset.errand,
      open: item && item.dataset.open,
    };
  });
  document.addEventListener("dragstart", (event) => {
    if (held) event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.carried && Math.hypot(event.clientX - held.x, event.clientY - held.y) > MOVED) begin(event);
    if (held.carried) mark(event);
  });
  document.addEventListener("pointerup", (event) => {
    if (!held) return;
    if (held.carried) {
      // Whatever click comes of letting go is no click on a link; none may come, so the next turn forgets about it.
      const hush = (click) => click.preventDefault();
      document.addEventListener("click", hush, { capture: true, once: true });
      setTimeout(() => document.removeEventListener("click", hush, { capture: true }));
      put(event);
    }
    end();
  });
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) end();
  });
}
