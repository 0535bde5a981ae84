export const list = {
  title: 'Lista',
}
