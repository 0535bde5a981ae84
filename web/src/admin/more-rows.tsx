import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import styles from './table.module.css'

type Props = { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }

export function MoreRows({ query }: Props) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  return (
    <div className={styles.more}>
      <Button isSmall isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('admin.more')}
      </Button>
    </div>
  )
}
