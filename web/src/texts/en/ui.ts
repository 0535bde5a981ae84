import type { ui as ptBR } from '../pt-br/ui.ts'
import type { Words } from '../words.ts'

export const ui: Words<typeof ptBR> = {
  toasts: 'Notices',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  loading: 'Loading…',
  errorTitle: 'Could not load',
  errorOffline: 'No connection to the desk. What you see stays valid until the connection is back.',
  remove: 'Remove',
  clear: 'Clear',
  any: 'All',
  choose: 'Choose',
}
