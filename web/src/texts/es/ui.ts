import type { ui as ptBR } from '../pt-br/ui.ts'
import type { Words } from '../words.ts'

export const ui: Words<typeof ptBR> = {
  toasts: 'Avisos',
  close: 'Cerrar',
  cancel: 'Cancelar',
  retry: 'Intentar de nuevo',
  loading: 'Cargando…',
  errorTitle: 'No se pudo cargar',
  errorOffline: 'Sin conexión con la central. Lo que ya ve sigue siendo válido hasta que vuelva la conexión.',
  remove: 'Quitar',
  clear: 'Limpiar',
  any: 'Todos',
  choose: 'Elegir',
}
