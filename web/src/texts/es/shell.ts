import type { shell as ptBR } from '../pt-br/shell.ts'
import type { Words } from '../words.ts'

export const shell: Words<typeof ptBR> = {
  nav: {
    label: 'Navegación',
    tickets: 'Mis solicitudes',
    newTicket: 'Abrir solicitud',
    board: 'Tablero',
    list: 'Lista',
    dashboard: 'Panel',
    admin: 'Administración',
    crm: 'Central y CRM',
    people: 'Personas',
    deadlines: 'Plazos',
    categories: 'Categorías',
    fields: 'Campos',
  },
  search: 'Buscar',
  more: 'Más',
  forbiddenTitle: 'Esta página no es para su perfil',
  forbiddenLead: 'Si la necesita, pida acceso a un administrador de la central.',
}
