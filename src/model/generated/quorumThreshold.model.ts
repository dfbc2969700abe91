import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {VotingPowerRule} from "./votingPowerRule.model"

/**
 * Part of the voting power that must sign, for one kind of key (AddQuorumThreshold).
 */
@Entity_()
export class QuorumThreshold {
    constructor(props?: Partial<QuorumThreshold>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<driver>-<key tag>`.
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
     * Rules that it belongs to.
     */
    @Index_()
    @ManyToOne_(() => VotingPowerRule, {nullable: true})
    rule!: VotingPowerRule

    /**
     * Tag of the key: type and number.
     */
    @IntColumn_({nullable: false})
    keyTag!: number

    /**
     * Part of the whole voting power, of 1e18.
     */
    @BigIntColumn_({nullable: false})
    threshold!: bigint
}
