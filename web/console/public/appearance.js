// Runs before the first paint, so that neither the theme nor the language flickers.
(() => {
  const theme = localStorage.getItem("console.theme");
  const locale = localStorage.getItem("console.locale");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (locale) document.documentElement.lang = locale;
})();
