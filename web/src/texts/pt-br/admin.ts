export const admin = {
  title: 'Administração',
}
