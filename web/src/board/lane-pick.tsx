import { useTranslation } from 'react-i18next'
import { Pick } from '../ui/pick.tsx'
import { LANES, type LaneKind } from './board-search.ts'

type Props = { lanes: LaneKind | undefined; onPick: (kind: LaneKind | null) => void }

export function LanePick({ lanes, onPick }: Props) {
  const { t } = useTranslation()
  return (
    <Pick<LaneKind | ''>
      label={t('board.lanes.label')}
      options={[
        { value: '', name: t('board.lanes.none') },
        ...LANES.map((value) => ({ value, name: t(`board.lanes.${value}`) })),
      ]}
      picked={lanes ? [lanes] : []}
      onPick={([kind]) => onPick(kind || null)}
    />
  )
}
