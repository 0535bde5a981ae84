export const dashboard = {
  title: 'Painel',
}
