/** What anybody is told by one way in an hour, about all tickets and about one; beyond that, it comes more quietly. */
export const MOST_AN_HOUR = 20
export const MOST_OF_A_TICKET = 6
