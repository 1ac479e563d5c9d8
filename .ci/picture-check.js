// Runs in a page that holds one picture inline, and writes into #verdict what is wrong with it as a browser shows it.
"use strict";

const picture = document.querySelector("svg");
const faults = [];

const name = (text) => `"${text.textContent}"`;

/** Where an element is on the page. */
const place = (element) => element.getBoundingClientRect();

const holds = (outer, inner) =>
  outer.left <= inner.left + 0.5 &&
  inner.right <= outer.right + 0.5 &&
  outer.top <= inner.top + 0.5 &&
  inner.bottom <= outer.bottom + 0.5;

/** Red, green, blue and opacity of a computed fill; nothing where there is no plain one. */
function fill(element) {
  const style = getComputedStyle(element);
  const parts = style.fill.match(/^rgba?\(([^)]+)\)$/);
  if (!parts) return undefined;
  const [red, green, blue, alpha = 1] = parts[1].split(/[ ,/]+/).map(Number);
  return { colour: [red, green, blue], opacity: alpha * Number(style.fillOpacity) };
}

/** The colour on which a text stands: everything filled below its middle, from back to front. */
function ground(text, filled) {
  const { left, right, top, bottom } = place(text);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  let colour = [255, 255, 255];
  for (const { element, rect } of filled) {
    const below = element.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!below || x < rect.left || rect.right < x || y < rect.top || rect.bottom < y) continue;
    const { colour: over, opacity } = fill(element);
    colour = colour.map((part, place) => part * (1 - opacity) + over[place] * opacity);
  }
  return colour;
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour) {
  const [red, green, blue] = colour
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const texts = [...picture.querySelectorAll("text")];
const filled = [...picture.querySelectorAll("rect, circle, path")]
  .filter((element) => !element.closest("defs") && fill(element))
  .map((element) => ({ element, rect: place(element) }));

for (const text of texts) {
  if (!holds(place(picture), place(text))) faults.push(`${name(text)} leaves the picture`);
  const ratio = contrast(fill(text).colour, ground(text, filled));
  if (ratio < 4.5) faults.push(`${name(text)} has a contrast of ${ratio.toFixed(2)}`);
}

for (const group of picture.querySelectorAll("g[id*='-component-'], g[id*='-group-']")) {
  if (!group.querySelector(":scope > title")?.textContent) faults.push(`${group.id} has no hover text`);
  const boxes = [...group.querySelectorAll(":scope > rect")].map(place);
  for (const text of group.querySelectorAll(":scope > text")) {
    if (!boxes.some((box) => holds(box, place(text)))) faults.push(`${name(text)} leaves its box`);
  }
}

for (const label of picture.querySelectorAll("text.label")) {
  for (const other of texts) {
    const [one, two] = [place(label), place(other)];
    const apart = one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top;
    if (other !== label && !apart) faults.push(`${name(label)} is on ${name(other)}`);
  }
}

const links = [...picture.querySelectorAll("a")];
for (const link of links) {
  const target = link.getAttribute("href");
  if (!target.startsWith("#") || !picture.querySelector(target)) faults.push(`${target} leads nowhere`);
}

function tell() {
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.querySelector("#verdict").textContent = [`${scheme}: ${texts.length} texts`, ...faults].join("; ");
}

const [first] = links;
if (first) {
  first.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  setTimeout(() => {
    if (location.hash !== first.getAttribute("href")) faults.push("a link does not work");
    tell();
  }, 50);
} else {
  tell();
}
