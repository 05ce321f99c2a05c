// What a test asks of a page: whether it fits, what can have the focus, and whether it then shows.
(() => {
  const name = (one) => {
    const id = one.id ? `#${one.id}` : "";
    const words = (one.getAttribute("aria-label") || one.textContent || one.name || "").trim().slice(0, 20);
    return `${one.tagName.toLowerCase()}${id}${[...one.classList].map((each) => `.${each}`).join("")} "${words}"`;
  };
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const stops = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
      (one) => !one.disabled && one.tabIndex >= 0 && shown(one),
    );
  // A radio group is one stop; a box that scrolls may be one too, and tells so by tabindex.
  const outlined = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // Whether the middle of an element, or of its first line, can be seen where it stands after being scrolled to.
  const uncovered = (one) => {
    const boxes = [...one.getClientRects()].filter((each) => each.width && each.height);
    return boxes.some((each) => {
      const top = document.elementFromPoint(each.x + each.width / 2, each.y + each.height / 2);
      return top && (one.contains(top) || top.contains(one) || top.closest("label")?.control === one);
    });
  };
  window.looking = {
    // How far the page must be pushed sideways, and what sticks out farthest.
    overflow: () => {
      const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      if (over <= 0) return "";
      const width = document.documentElement.clientWidth;
      const out = [...document.body.querySelectorAll("*")].filter(
        (one) => one.getBoundingClientRect().right > width + 0.5 && shown(one),
      );
      return `${over} px: ${out.slice(-3).map(name).join(", ")}`;
    },
    // Faults of the focus: stops out of order, unseen or covered; the first stop leads to the text.
    focus: () => {
      const all = stops();
      const faults = all.filter((one) => one.tabIndex > 0).map((one) => `out of order: ${name(one)}`);
      if (!all.length || !all[0].classList.contains("skip-link")) faults.push(`first stop: ${all[0] && name(all[0])}`);
      for (const one of all) {
        one.focus();
        if (document.activeElement !== one) faults.push(`takes no focus: ${name(one)}`);
        else if (!outlined(one)) faults.push(`focus unseen: ${name(one)}`);
        else if (!uncovered(one)) faults.push(`focus covered: ${name(one)}`);
      }
      document.activeElement.blur();
      scrollTo(0, 0);
      return faults;
    },
    // Faults of the page without style sheets: drawings as wide as the window, words out of order or run together.
    bare: () => {
      const sheets = [...document.styleSheets];
      for (const one of sheets) one.disabled = true;
      const faults = [];
      for (const one of document.querySelectorAll("svg")) {
        const { width, height } = one.getBoundingClientRect();
        if (shown(one) && (width > 400 || height > 400 || !height)) faults.push(`drawing of ${width} × ${height} px: ${name(one)}`);
      }
      const parts = [".skip-link", ".site-header", "main h1", ".site-footer"].map((one) => document.querySelector(one));
      const tops = parts.map((one) => one.getBoundingClientRect().top);
      if (tops.some((top, n) => n && top < tops[n - 1])) faults.push(`out of order: ${tops}`);
      if (parts.some((one) => !shown(one))) faults.push("skip link, heads or foot unseen");
      for (const one of document.querySelectorAll("dt + dd, th + td")) {
        const [left, right] = [one.previousElementSibling, one].map((each) => each.getBoundingClientRect());
        if (left.top === right.top && left.right > right.left) faults.push(`run together: ${name(one)}`);
      }
      for (const one of sheets) one.disabled = false;
      return faults;
    },
    // What axe finds: rule, places, reason.
    axe: async (options) => {
      const found = await axe.run(document, { resultTypes: ["violations"], ...options });
      return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`
        + ` (${one.nodes.length}) ${one.nodes[0].any.concat(one.nodes[0].all, one.nodes[0].none).map((each) => each.message).slice(0, 1)}`);
    },
  };
})();
