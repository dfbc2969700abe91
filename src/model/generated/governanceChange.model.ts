import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Contract} from "./contract.model"
import {GovernanceKind} from "./_governanceKind"

/**
 * A change of who or what controls a contract.
 */
@Entity_()
export class GovernanceChange {
    constructor(props?: Partial<GovernanceChange>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded with zeros.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Contract that emitted the event.
     */
    @Index_()
    @ManyToOne_(() => Contract, {nullable: true})
    contract!: Contract

    /**
     * Kind of change.
     */
    @Column_("varchar", {length: 14, nullable: false})
    kind!: GovernanceKind

    /**
     * Name of the event.
     */
    @StringColumn_({nullable: false})
    event!: string

    /**
     * Subject of the change: account, operator set, operator or pool; null: the contract itself.
     */
    @StringColumn_({nullable: true})
    subject!: string | undefined | null

    /**
     * Value before, as text; null if never emitted.
     */
    @StringColumn_({nullable: true})
    before!: string | undefined | null

    /**
     * Value after, as text; empty if something was removed.
     */
    @StringColumn_({nullable: false})
    after!: string

    /**
     * Block at which it takes effect; null: at once, or at `effectTime`.
     */
    @BigIntColumn_({nullable: true})
    effectBlock!: bigint | undefined | null

    /**
     * Time at which it takes effect, Unix seconds (Symbiotic); null: at once, at `effectBlock`, or unknown because a delay is.
     */
    @BigIntColumn_({nullable: true})
    effectTime!: bigint | undefined | null
}
