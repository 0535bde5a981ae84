export const board = {
  title: 'Quadro',
}
