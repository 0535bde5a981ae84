import type { tickets as ptBR } from '../pt-br/tickets.ts'
import type { Words } from '../words.ts'

export const tickets: Words<typeof ptBR> = {
  title: 'Ticket',
  status: {
    open: 'Nuevo',
    in_progress: 'En curso',
    waiting_for_user: 'Esperando al solicitante',
    on_hold: 'En espera',
    resolved: 'Resuelto',
    closed: 'Cerrado',
  },
  priority: {
    urgent: 'Crítica',
    high: 'Alta',
    medium: 'Media',
    low: 'Baja',
  },
  sla: {
    late: 'Atrasado {{time}}',
    atRisk: 'En riesgo: faltan {{time}}',
    ok: 'Faltan {{time}}',
    paused: 'en pausa',
  },
  clocks: {
    first_response: 'Primera respuesta',
    next_response: 'Próxima respuesta',
    resolution: 'Solución',
  },
  slaStates: {
    breached: 'Atrasados',
    at_risk: 'En riesgo',
    ok: 'En plazo',
    paused: 'En pausa',
  },
  filter: {
    label: 'Filtros',
    search: 'Buscar por número, título o persona',
    status: 'Estado',
    priority: 'Prioridad',
    category: 'Categoría',
    department: 'Departamento',
    assignee: 'Responsable',
    sla: 'Plazo',
    unread: 'No leídos',
    tag: 'Etiqueta: {{tag}}',
    nobody: 'Sin responsable',
    me: 'Yo',
    clear: 'Quitar filtros',
    any: 'Todos',
    more: 'Más filtros',
  },
}
