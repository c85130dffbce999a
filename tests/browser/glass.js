// What is on the kiosk's glass: controls and words with their places, and every word that is cut off.
() => {
  const seen = element => { const style = getComputedStyle(element); const box = element.getBoundingClientRect();
    return style.visibility !== "hidden" && box.width > 1 && box.height > 1 && !element.closest(".visually-hidden"); };
  const place = box => ({ left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  const named = element => (element.innerText || element.value || element.name || element.tagName).trim().replace(/\s+/g, " ").slice(0, 40);
  const inList = element => element.closest(".scroll");
  const controls = [...document.querySelectorAll("a, button, label.choice, .paper label, .field input")]
    .filter(one => seen(one) && getComputedStyle(one).pointerEvents !== "none")
    .map(one => ({ name: named(one), moves: Boolean(inList(one)), main: one.matches(".tile"), ...place(one.getBoundingClientRect()) }));
  const words = [], cut = [], ink = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("script, template, option") || !seen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const half = parseFloat(getComputedStyle(parent).fontSize) * 0.46; // the ink of a line, not its leading
    const lines = [...range.getClientRects()].filter(box => box.width > 1)
      .map(box => ({ left: box.left, right: box.right, top: (box.top + box.bottom) / 2 - half, bottom: (box.top + box.bottom) / 2 + half }));
    const text = node.textContent.trim().slice(0, 40);
    words.push({ text, size: parseFloat(getComputedStyle(parent).fontSize) });
    const scroll = inList(parent);
    const frames = [parent.closest("a, button, label, .card, .outlook > div"), scroll, { getBoundingClientRect: () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }) }];
    for (const box of lines) for (const frame of frames) {
      if (!frame) continue;
      const edge = frame.getBoundingClientRect();
      const high = frame !== scroll && !(scroll && !frame.tagName) && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2);
      if (high || box.left < edge.left - 1 || box.right > edge.right + 1) cut.push(text);
    }
    if (scroll) continue;
    for (const box of lines) {
      const there = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      const cover = there && there.closest("a, button, label, .scroll, .band, .foot");
      if (!there || (cover && !cover.contains(parent))) cut.push("under something: " + text);
      for (const other of ink) if (other.parent !== parent && Math.min(box.right, other.right) - Math.max(box.left, other.left) > 2
        && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 2) cut.push(text + " over " + other.text);
      ink.push({ ...box, parent, text });
    }
  }
  return { controls, words, cut: [...new Set(cut)], wide: document.documentElement.scrollWidth - innerWidth };
}
