export const drawer = {
  title: 'Chamado',
}
