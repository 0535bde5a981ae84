import { type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { piecesOf } from '../tickets/called.ts'
import type { TeamMember } from '../tickets/team-query.ts'
import { Pick } from '../ui/pick.tsx'

type Props = {
  people: readonly TeamMember[]
  isOpen: boolean
  /** `wasLeft`: nobody was picked. */
  onOpenChange: (isOpen: boolean, wasLeft: boolean) => void
  onPick: (name: string) => void
  input: RefObject<HTMLTextAreaElement | null>
}

/** Whom to call by name; typing finds, and the text goes on behind the name. */
export function MentionPicker({ people, isOpen, onOpenChange, onPick, input }: Props) {
  const { t } = useTranslation()
  const wasPicked = useRef(false)
  return (
    <Pick
      label={t('drawer.mention')}
      look="field"
      options={people.map(({ id, full_name, department }) => ({
        value: id,
        name: full_name,
        hint: department,
      }))}
      picked={[]}
      isOpen={isOpen}
      onOpenChange={(next) => {
        onOpenChange(next, !next && !wasPicked.current)
        wasPicked.current = false
      }}
      onPick={([id]) => {
        const person = people.find((one) => one.id === id)
        if (!person) return
        wasPicked.current = true
        onPick(person.full_name)
      }}
      returnTo={input}
    >
      @
    </Pick>
  )
}

/** The name stands in the text, and whoever takes it out calls nobody. */
export function mentionsIn(people: readonly TeamMember[], text: string): number[] {
  const named = people.map(({ id, full_name: name }) => ({ id, name }))
  return [...new Set(piecesOf(text, named).flatMap(({ who }) => who ?? []))]
}
