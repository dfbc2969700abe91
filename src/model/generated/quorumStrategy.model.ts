import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Quorum} from "./quorum.model"
import {Pool} from "./pool.model"

/**
 * A strategy that counts in a quorum.
 */
@Entity_()
export class QuorumStrategy {
    constructor(props?: Partial<QuorumStrategy>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<coordinator>/<number>-<pool>`.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version is no longer valid; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Quorum.
     */
    @Index_()
    @ManyToOne_(() => Quorum, {nullable: true})
    quorum!: Quorum

    /**
     * Strategy.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Weight of 1e18 shares, of 1e18; of 10,000 for an ECDSA stake registry. 0 counts nothing.
     */
    @BigIntColumn_({nullable: false})
    multiplier!: bigint
}
