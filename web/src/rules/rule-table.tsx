import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import { announce } from '../ui/announce.ts'
import { Chip } from '../ui/chip.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { toast } from '../ui/toast.ts'
import { type Rule, ruleApi, rulesKey } from './rule-api.ts'
import { useRuleWords } from './use-rule-words.ts'

type Props = { rules: readonly Rule[]; onOpen: (rule: Rule) => void; onDrop: (rule: Rule) => void }

/** In the order in which they are held against a ticket. */
export function RuleTable({ rules, onOpen, onDrop }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const words = useRuleWords()
  const order = useMutation({
    mutationFn: ({ rule, to }: { rule: Rule; to: number }) =>
      ruleApi.order(rules.filter(({ id }) => id !== rule.id).toSpliced(to, 0, rule)),
    onSuccess: (_, { rule, to }) =>
      announce(t('rules.nowAt', { name: rule.name, place: to + 1, of: rules.length })),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: () => queryClient.invalidateQueries({ queryKey: rulesKey }),
  })
  const move = (rule: Rule, to: number) =>
    !order.isPending && to >= 0 && to < rules.length && order.mutate({ rule, to })
  const pressed = useRef<HTMLElement | null>(null)
  // A row that is moved to its place loses the focus, and whoever moves it on by keys would begin anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is lost when they are drawn in another order
  useEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus()
  }, [rules])
  const arrow = (rule: Rule, at: number, by: -1 | 1) => (
    <IconButton
      icon={by < 0 ? 'chevron-up' : 'chevron-down'}
      isSmall
      label={t(by < 0 ? 'rules.moveUp' : 'rules.moveDown', { name: rule.name })}
      aria-disabled={by < 0 ? at === 0 : at === rules.length - 1}
      onFocus={({ target }) => {
        pressed.current = target
      }}
      onClick={() => move(rule, at + by)}
    />
  )
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('rules.order')}</th>
            <th scope="col">{t('rules.name')}</th>
            <th scope="col">{t('rules.conditions')}</th>
            <th scope="col">{t('rules.effects')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('admin.crm.doings')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, at) => (
            <tr key={rule.id}>
              <td className={table.number}>
                {at + 1}
                {rules.length > 1 && (
                  <>
                    {arrow(rule, at, -1)}
                    {arrow(rule, at, 1)}
                  </>
                )}
              </td>
              <th scope="row">
                <button type="button" className={table.open} onClick={() => onOpen(rule)}>
                  {rule.name}
                </button>{' '}
                {!rule.is_active && <Chip>{t('rules.off')}</Chip>}
              </th>
              <td>{words.conditions(rule)}</td>
              <td>{words.effects(rule)}</td>
              <td className={table.right}>
                <IconButton
                  icon="trash"
                  isSmall
                  label={t('rules.dropTitle', { name: rule.name })}
                  onClick={() => onDrop(rule)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
