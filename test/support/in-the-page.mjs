// Runs in the browser: marks what Tab should come to, in the order of the document, and names it.
(() => {
  const groups = new Set();
  /** Of several radios, Tab comes to the chosen one, or to the first. */
  const standsForItsGroup = (it) => {
    if (it.type !== 'radio') return true;
    const chosen = document.querySelector(`input[name="${it.name}"]:checked`);
    if ((chosen && chosen !== it) || groups.has(it.name)) return false;
    groups.add(it.name);
    return true;
  };
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll(stops)]
    .filter((it) => !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0)
    .filter((it) => it.checkVisibility({ visibilityProperty: true }))
    .filter(standsForItsGroup)
    .map((it, i) => {
      it.setAttribute('data-test-order', String(i));
      return { order: String(i), what: it.textContent.trim() || it.id };
    });
})();
