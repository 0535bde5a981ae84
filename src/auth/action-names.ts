import type { Locale } from '#src/locale.ts'
import type { EditableAction } from './access.ts'

/** What can be given to a role or taken from it, as an admin reads it: "may ...". */
export const ACTION_NAMES: Record<EditableAction, Record<Locale, string>> = {
  'users:read': {
    'pt-BR': 'Ver o cadastro das pessoas',
    es: 'Ver los datos de las personas',
    en: 'See everybody’s account',
    ru: 'Видеть учётные записи людей',
  },
  'users:approve': {
    'pt-BR': 'Aprovar pedidos de acesso do próprio departamento',
    es: 'Aprobar solicitudes de acceso del propio departamento',
    en: 'Let people of their own department in',
    ru: 'Одобрять запросы на доступ своего отдела',
  },
  'jobs:read': {
    'pt-BR': 'Ver os trabalhos das filas',
    es: 'Ver los trabajos de las colas',
    en: 'See the work in the queues',
    ru: 'Видеть работу в очередях',
  },
  'jobs:change': {
    'pt-BR': 'Repetir trabalhos parados ou desistir deles',
    es: 'Repetir trabajos detenidos o renunciar a ellos',
    en: 'Try stopped work again or give it up',
    ru: 'Повторять остановленную работу или отменять её',
  },
  'sla:read': {
    'pt-BR': 'Ver prazos e o relatório de prazos',
    es: 'Ver plazos y el informe de plazos',
    en: 'See deadlines and their report',
    ru: 'Видеть сроки и отчёт по ним',
  },
  'sla:change': {
    'pt-BR': 'Mudar regras de prazo e calendários',
    es: 'Cambiar reglas de plazos y calendarios',
    en: 'Change deadline rules and calendars',
    ru: 'Менять правила сроков и календари',
  },
  'mail:read': {
    'pt-BR': 'Ver os e-mails recebidos',
    es: 'Ver los correos recibidos',
    en: 'See the mail that came in',
    ru: 'Видеть полученные письма',
  },
  'sync:read': {
    'pt-BR': 'Ver a ligação com o CRM',
    es: 'Ver la conexión con el CRM',
    en: 'See how the CRM is connected',
    ru: 'Видеть связь с CRM',
  },
  'sync:change': {
    'pt-BR': 'Trazer dados do CRM e corrigir diferenças',
    es: 'Traer datos del CRM y corregir diferencias',
    en: 'Bring data from the CRM and mend differences',
    ru: 'Загружать данные из CRM и исправлять расхождения',
  },
  'tickets:export': {
    'pt-BR': 'Baixar chamados em planilhas',
    es: 'Descargar solicitudes en hojas de cálculo',
    en: 'Download tickets as spreadsheets',
    ru: 'Скачивать заявки таблицами',
  },
  'team:read': {
    'pt-BR': 'Ver quem é da equipe',
    es: 'Ver quién es del equipo',
    en: 'See who is on the team',
    ru: 'Видеть состав команды',
  },
  'tickets:change-many': {
    'pt-BR': 'Mudar vários chamados de uma vez',
    es: 'Cambiar varias solicitudes a la vez',
    en: 'Change many tickets at once',
    ru: 'Менять сразу несколько заявок',
  },
  'dashboard:watch': {
    'pt-BR': 'Acompanhar o quadro e o painel ao vivo',
    es: 'Seguir el tablero y el panel en vivo',
    en: 'Follow board and dashboard live',
    ru: 'Следить за доской и сводкой в реальном времени',
  },
  'dashboard:read': {
    'pt-BR': 'Ver o painel',
    es: 'Ver el panel',
    en: 'See the dashboard',
    ru: 'Видеть сводку',
  },
  'stats:read': {
    'pt-BR': 'Ver estatísticas',
    es: 'Ver estadísticas',
    en: 'See statistics',
    ru: 'Видеть статистику',
  },
  'board:read': {
    'pt-BR': 'Ver o quadro',
    es: 'Ver el tablero',
    en: 'See the board',
    ru: 'Видеть доску',
  },
  'views:keep': {
    'pt-BR': 'Salvar e compartilhar visões',
    es: 'Guardar y compartir vistas',
    en: 'Save and share views',
    ru: 'Сохранять виды и делиться ими',
  },
  'replies:keep': {
    'pt-BR': 'Usar e criar respostas prontas e macros',
    es: 'Usar y crear respuestas listas y macros',
    en: 'Use and add canned replies and macros',
    ru: 'Использовать и создавать готовые ответы и макросы',
  },
  'replies:change-others': {
    'pt-BR': 'Mudar respostas e macros que outros compartilham',
    es: 'Cambiar respuestas y macros que otros comparten',
    en: 'Change replies and macros that others share',
    ru: 'Менять ответы и макросы, которыми делятся другие',
  },
  'views:change-others': {
    'pt-BR': 'Mudar visões que outros compartilham',
    es: 'Cambiar vistas que otros comparten',
    en: 'Change views that others share',
    ru: 'Менять виды, которыми делятся другие',
  },
  'categories:read': {
    'pt-BR': 'Ver as categorias na administração',
    es: 'Ver las categorías en la administración',
    en: 'See the categories in the administration',
    ru: 'Видеть категории в администрировании',
  },
  'categories:change': {
    'pt-BR': 'Mudar categorias',
    es: 'Cambiar categorías',
    en: 'Change categories',
    ru: 'Менять категории',
  },
  'help:edit': {
    'pt-BR': 'Escrever artigos de ajuda',
    es: 'Escribir artículos de ayuda',
    en: 'Write help articles',
    ru: 'Писать статьи справки',
  },
  'help:delete': {
    'pt-BR': 'Apagar artigos de ajuda',
    es: 'Borrar artículos de ayuda',
    en: 'Delete help articles',
    ru: 'Удалять статьи справки',
  },
  'ticket:note': {
    'pt-BR': 'Escrever notas internas',
    es: 'Escribir notas internas',
    en: 'Write internal notes',
    ru: 'Писать внутренние заметки',
  },
  'ticket:change': {
    'pt-BR': 'Mudar chamados: situação, responsável, prioridade e mais',
    es: 'Cambiar solicitudes: estado, responsable, prioridad y más',
    en: 'Change tickets: status, assignee, priority and more',
    ru: 'Менять заявки: статус, исполнителя, приоритет и другое',
  },
  'ticket:audit': {
    'pt-BR': 'Ver o histórico completo de um chamado',
    es: 'Ver el historial completo de una solicitud',
    en: 'See the whole history of a ticket',
    ru: 'Видеть полную историю заявки',
  },
}
