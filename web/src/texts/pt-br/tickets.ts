export const tickets = {
  title: 'Chamado',
}
