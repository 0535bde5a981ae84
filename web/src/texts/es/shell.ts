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
  keys: {
    title: 'Atajos de teclado',
    lead: 'Funcionan cuando no está escribiendo.',
    palette: 'Buscar e ir a cualquier lugar',
    next: 'Solicitud siguiente',
    previous: 'Solicitud anterior',
    reply: 'Responder',
    note: 'Escribir una nota interna',
    assign: 'Asignar',
    move: 'Mover a otra etapa',
    priority: 'Cambiar la prioridad',
    help: 'Mostrar estas teclas',
    areOn: 'Usar teclas de una letra',
  },
  palette: {
    hint: 'Número, título o comando',
    tickets: 'Solicitudes',
    pages: 'Ir a',
    actions: 'Acciones',
    none: 'No se encontró nada. Pruebe con el número de la solicitud o una palabra del título.',
  },
  search: 'Buscar',
  more: 'Más',
  forbiddenTitle: 'Esta página no es para su perfil',
  forbiddenLead: 'Si la necesita, pida acceso a un administrador de la central.',
}
