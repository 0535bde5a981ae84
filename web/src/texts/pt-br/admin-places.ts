/** What the pages of the administration are called: beside each other, and in the palette. */
export const adminPlaces = {
  crm: 'Central e CRM',
  people: 'Pessoas',
  signUps: 'Pedidos de acesso',
  permissions: 'Permissões',
  deadlines: 'Prazos',
  rules: 'Regras',
  assignment: 'Distribuição',
  categories: 'Categorias',
  fields: 'Campos',
  mails: 'E-mails recebidos',
  privacy: 'Privacidade',
}
