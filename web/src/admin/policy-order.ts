/**
 * What each is to stand at once this one stands elsewhere; those that stay where they are are left out. The places that are taken
 * are given out anew, so that as few as can be are written.
 */
export function orderAfter<P extends { id: number; position: number }>(
  policies: readonly P[],
  moved: P,
  to: number,
): { policy: P; position: number }[] {
  const order = policies.filter(({ id }) => id !== moved.id)
  order.splice(to, 0, moved)
  const places = policies.map(({ position }) => position).toSorted((a, b) => a - b)
  const areApart = new Set(places).size === places.length
  return order.flatMap((policy, at) => {
    const position = (areApart ? places[at] : undefined) ?? (at + 1) * APART
    return position === policy.position ? [] : [{ policy, position }]
  })
}

const APART = 10
