const changesOf = (name: string) => [`${name}ADD`, `${name}UPDATE`, `${name}DELETE`]

/** What the list of an outgoing webhook offers. */
export const WEBHOOK_EVENTS: readonly string[] = [
  ...changesOf('ONCRMDEAL'),
  ...changesOf('ONCRMCONTACT'),
  ...changesOf('ONCRMACTIVITY'),
  ...changesOf('ONCRMTIMELINECOMMENT'),
  ...changesOf('ONCRMDEALUSERFIELD'),
  'ONCRMDEALUSERFIELDSETENUMVALUES',
  'ONUSERADD',
]

/** A move to another pipeline is told to applications alone, and nobody is told of an update then. */
export const APPLICATION_EVENTS: readonly string[] = [
  ...WEBHOOK_EVENTS,
  'ONCRMDEALMOVETOCATEGORY',
  'ONAPPINSTALL',
  'ONAPPUNINSTALL',
  'ONAPPUPDATE',
  'ONAPPPAYMENT',
  'ONAPPTEST',
  'ONOFFLINEEVENT',
]
