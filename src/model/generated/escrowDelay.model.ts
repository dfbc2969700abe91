import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Delay of the escrow of slashed shares (SlashEscrowFactory, on test networks in 2025); it holds for slashings after it.
 */
@Entity_()
export class EscrowDelay {
    constructor(props?: Partial<EscrowDelay>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Pool address in lower case, or `global` for all pools: the longer of the two counts.
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
     * Delay in blocks.
     */
    @BigIntColumn_({nullable: false})
    blocks!: bigint
}
