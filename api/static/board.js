// Dragging a case onto a person's card leads to the page on which both loads are seen and the move is confirmed.
let carried = "";

document.addEventListener("dragstart", (event) => {
  const item = event.target.closest("[data-move]");
  carried = item ? item.dataset.move : "";
  if (carried) event.dataTransfer.setData("text/plain", carried);
});

const under = (event) => carried && event.target.closest("[data-officer]");

document.addEventListener("dragover", (event) => {
  const card = under(event);
  for (const other of document.querySelectorAll(".card.target")) other.classList.toggle("target", other === card);
  if (!card) return;
  card.classList.add("target");
  event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const card = under(event);
  if (!card) return;
  event.preventDefault();
  location.assign(`${carried}?to=${encodeURIComponent(card.dataset.officer)}`);
});

document.addEventListener("dragend", () => {
  carried = "";
  for (const card of document.querySelectorAll(".card.target")) card.classList.remove("target");
});
