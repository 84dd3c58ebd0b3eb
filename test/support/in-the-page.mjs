// Runs in the browser: names what Tab should come to, in the order of the document, and notes what it
// then comes to, beginning before everything.
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
  const found =
    'a[href], button, input, select, textarea, summary, [tabindex="0"]:not(a, button, input)';
  const expected = [...document.querySelectorAll(found)]
    .filter((it) => !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0)
    .filter((it) => it.checkVisibility({ visibilityProperty: true }))
    .filter(standsForItsGroup);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  window.reached = [];
  document.addEventListener('focusin', (it) => window.reached.push(expected.indexOf(it.target)));
  return expected.map((it) => it.textContent.trim().slice(0, 80) || it.id);
})();
