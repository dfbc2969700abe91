import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"

/**
 * What holds back the shares of one slashing. Only slashings with a resolution block or an escrow have a row, also once they are cleared.
 */
@Entity_()
export class SlashDelay {
    constructor(props?: Partial<SlashDelay>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<avs>/<set id>/<slash id>`.
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
     * Operator set that slashed.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Id of the slashing in its operator set, from 1.
     */
    @BigIntColumn_({nullable: false})
    slashId!: bigint

    /**
     * Block after which the shares may be burned or redistributed (StrategyManager.SlashResolutionBlockSet); null: never emitted.
     */
    @BigIntColumn_({nullable: true})
    resolutionBlock!: bigint | undefined | null

    /**
     * Contract that holds them in escrow (SlashEscrowFactory, on test networks in 2025); null: none.
     */
    @BytesColumn_({nullable: true})
    escrow!: Uint8Array | undefined | null

    /**
     * First block in which the escrow may be released: its start, the longest delay and 1; null: no escrow, or a delay that no event set.
     */
    @BigIntColumn_({nullable: true})
    escrowEndBlock!: bigint | undefined | null

    /**
     * Pools in escrow and not released yet (StartEscrow, EscrowComplete).
     */
    @IntColumn_({nullable: false})
    escrowedPools!: number

    /**
     * Whether this escrow is paused (EscrowPaused, EscrowUnpaused).
     */
    @BooleanColumn_({nullable: false})
    escrowPaused!: boolean
}
