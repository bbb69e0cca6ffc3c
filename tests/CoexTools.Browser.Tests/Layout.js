// Returns what is cut off, overlaps, or leaves its box in the page, as an array of sentences.
(scrolls) => {
  const problems = [];
  const width = document.documentElement.clientWidth;
  const name = e => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") || ""}"> "${(e.textContent || "").trim().slice(0, 60)}"`;
  const isFolded = e => e.matches("details:not([open])") || (e.closest("details:not([open])") && !e.closest("summary"));
  const isShown = e => e.checkVisibility() && !e.closest("defs, title, desc, style, script, .skip");
  const inScroll = e => scrolls && e.closest(".scroll");

  if (document.documentElement.scrollWidth > width) problems.push(`The page is ${document.documentElement.scrollWidth} pixels wide.`);
  const elements = [...document.body.querySelectorAll("*")].filter(isShown);
  for (const e of elements) {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (!inScroll(e.parentElement) && (box.left < -0.5 || box.right > width + 0.5)) problems.push(`${name(e)} is outside of the page.`);
    if (e instanceof SVGElement || e.matches("html, body, input") || (scrolls && e.matches(".scroll"))) continue;
    if (e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1) problems.push(`${name(e)} is cut off: ${e.scrollWidth} of ${e.clientWidth} pixels.`);
    if (e.clientHeight > 0 && getComputedStyle(e).overflowY !== "visible" && !e.matches(".scroll") && e.scrollHeight > e.clientHeight + 1)
      problems.push(`${name(e)} is cut off vertically.`);
  }

  // Each line of text, as it is drawn.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!node.data.trim() || isFolded(node.parentElement) || !isShown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) lines.push({ box, node });
  }
  const inner = (box, by) => ({ left: box.left + by, right: box.right - by, top: box.top + by, bottom: box.bottom - by });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  lines.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < lines.length; i++) {
    const a = inner(lines[i].box, 1.5);
    for (let j = i + 1; j < lines.length && lines[j].box.top < a.bottom; j++)
      if (lines[i].node !== lines[j].node && meet(a, inner(lines[j].box, 1.5)))
        problems.push(`"${lines[i].node.data.trim().slice(0, 40)}" overlaps "${lines[j].node.data.trim().slice(0, 40)}".`);
  }

  // Pictures: texts are within the picture; texts of a node are within its box; other texts do not touch a box.
  const contains = (outer, box) => box.left >= outer.left - 0.5 && box.right <= outer.right + 0.5 && box.top >= outer.top - 0.5 && box.bottom <= outer.bottom + 0.5;
  for (const svg of document.querySelectorAll("svg")) {
    const boxes = [...svg.querySelectorAll("g > rect.ct-origin, g > rect.ct-server, g > rect.ct-domain")].filter(e => e.parentElement.querySelector(":scope > title"));
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (!contains(svg.getBoundingClientRect(), box)) problems.push(`${name(text)} is outside of its picture.`);
      const own = boxes.find(e => e.parentElement === text.parentElement);
      if (own && !contains(own.getBoundingClientRect(), box)) problems.push(`${name(text)} is outside of its box.`);
      for (const e of boxes)
        if (e.parentElement !== text.parentElement && meet(inner(e.getBoundingClientRect(), 1), inner(box, 1))) problems.push(`${name(text)} is over the box ${name(e.parentElement)}.`);
    }
  }
  return problems.slice(0, 20);
}
