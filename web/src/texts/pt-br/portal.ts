export const portal = {
  title: 'Meus chamados',
}
