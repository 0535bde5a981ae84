import { useTranslation } from 'react-i18next'
import table from '../admin/table.module.css'
import { useOrder } from '../admin/use-order.tsx'
import { Chip } from '../ui/chip.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { type Rule, ruleApi, rulesKey } from './rule-api.ts'
import { useRuleWords } from './use-rule-words.ts'

type Props = { rules: readonly Rule[]; onOpen: (rule: Rule) => void; onDrop: (rule: Rule) => void }

/** In the order in which they are held against a ticket. */
export function RuleTable({ rules, onOpen, onDrop }: Props) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const place = useOrder(rules, { queryKey: rulesKey, nameOf: ({ name }) => name, save: ruleApi.order })
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
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td className={table.number}>{place(rule)}</td>
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
