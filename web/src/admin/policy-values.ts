import { type PolicyBody, PRIORITIES, type Priority, type SlaPolicy } from './sla-api.ts'

export const CLOCKS = ['first_response', 'next_response', 'resolution'] as const
export type Clock = (typeof CLOCKS)[number]
type Targets = Record<`${Clock}_min`, string>

/** As it stands in the form: minutes are text, which may be empty. */
export type PolicyValues = {
  name: string
  position: string
  is_active: boolean
  calendar_id: string
  is_urgent_around_the_clock: boolean
  pause: { waiting_for_user: boolean; on_hold: boolean }
  match: {
    categories: string[]
    priorities: Priority[]
    departments: string[]
    requester_departments: string[]
  }
  targets: Record<Priority, Targets>
  escalations: { clock: Clock; at: string; whom: string }[]
}

const NOTHING: Targets = { first_response_min: '', next_response_min: '', resolution_min: '' }

/** `usual`: hours until the resolution, which a new one begins with. */
export function policyValuesOf(
  policy: SlaPolicy | null,
  position: number,
  usual: readonly { code: Priority; hours: number }[],
): PolicyValues {
  const targets: SlaPolicy['targets'] =
    policy?.targets ??
    Object.fromEntries(usual.map(({ code, hours }) => [code, { resolution_min: hours * 60 }]))
  return {
    name: policy?.name ?? '',
    position: String(policy?.position ?? position),
    is_active: policy?.is_active ?? true,
    calendar_id: String(policy?.calendar_id ?? ''),
    is_urgent_around_the_clock: policy?.is_urgent_around_the_clock ?? true,
    pause: {
      waiting_for_user: policy?.pause_statuses.includes('waiting_for_user') ?? true,
      on_hold: policy?.pause_statuses.includes('on_hold') ?? true,
    },
    match: {
      categories: policy?.match.categories ?? [],
      priorities: policy?.match.priorities ?? [],
      departments: policy?.match.departments ?? [],
      requester_departments: policy?.match.requester_departments ?? [],
    },
    // Its keys are the four.
    targets: Object.fromEntries(
      PRIORITIES.map((priority) => [
        priority,
        {
          ...NOTHING,
          ...Object.fromEntries(
            Object.entries(targets[priority] ?? {}).map(([name, value]) => [name, String(value ?? '')]),
          ),
        },
      ]),
    ) as PolicyValues['targets'],
    escalations: (policy?.escalations ?? []).map(({ clock, at, do: action }) => ({
      clock,
      at: String(at),
      whom:
        action.kind === 'notify'
          ? action.whom
          : action.kind === 'reassign'
            ? `user:${action.to}`
            : action.kind,
    })),
  }
}

export function policyBodyOf(values: PolicyValues): PolicyBody {
  const { match, targets, pause } = values
  const named = Object.entries(match).filter(([, names]) => names.length > 0)
  const minutes = (of: Targets) =>
    Object.fromEntries(
      Object.entries(of).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, Number(text)]])),
    )
  return {
    name: values.name,
    position: Number(values.position),
    is_active: values.is_active,
    match: Object.fromEntries(named),
    calendar_id: values.calendar_id === '' ? null : Number(values.calendar_id),
    is_urgent_around_the_clock: values.is_urgent_around_the_clock,
    pause_statuses: (['waiting_for_user', 'on_hold'] as const).filter((status) => pause[status]),
    targets: Object.fromEntries(
      PRIORITIES.map((priority) => [priority, minutes(targets[priority])] as const).filter(
        ([, of]) => Object.keys(of).length > 0,
      ),
    ),
    escalations: values.escalations.map(({ clock, at, whom }) => ({
      clock,
      // The list offers no other numbers.
      at: Number(at) as 75 | 90 | 100 | 150,
      do: actionOf(whom),
    })),
  }
}

function actionOf(whom: string): PolicyBody['escalations'][number]['do'] {
  if (whom === 'raise_priority') return { kind: 'raise_priority' }
  if (whom.startsWith('user:')) return { kind: 'reassign', to: Number(whom.slice('user:'.length)) }
  return { kind: 'notify', whom: whom === 'lead' || whom === 'department' ? whom : 'assignee' }
}
