import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_} from "@subsquid/typeorm-store"

/**
 * A poll of contracts for values that no event carries. Not in the digest, because answers of contracts are not logs.
 */
@Entity_()
export class Poll {
    constructor(props?: Partial<Poll>) {
        Object.assign(this, props)
    }

    /**
     * Block number, as decimal text.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Polled block: a final one, and a multiple of the interval.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Number of calls.
     */
    @IntColumn_({nullable: false})
    questions!: number

    /**
     * Number of calls without an answer.
     */
    @IntColumn_({nullable: false})
    unanswered!: number
}
