// Before the first paint, so that nobody who likes it dark is blinded by a white page; theme.ts goes on from here.
{
  const chosen = localStorage.getItem('ponte-theme') ?? 'system'
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = chosen === 'system' ? system : chosen
}
