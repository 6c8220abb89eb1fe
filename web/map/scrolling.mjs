// Shows on which sides a view goes on: a shade at the edge where it can be scrolled further.

/** Mark the section of a scrolled element with the sides on which there is more: "right", "down". */
export function showScrolling(section, scrolled) {
  const mark = () => {
    const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = scrolled;
    const more = { right: scrollLeft + clientWidth < scrollWidth - 1, down: scrollTop + clientHeight < scrollHeight - 1 };
    section.dataset.more = Object.keys(more).filter((side) => more[side]).join(" ");
  };
  scrolled.addEventListener("scroll", mark, { passive: true });
  const sizes = new ResizeObserver(mark);
  sizes.observe(scrolled);
  for (const part of scrolled.children) sizes.observe(part);
}
