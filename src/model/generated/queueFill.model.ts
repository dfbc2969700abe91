import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * A payment of a withdrawal queue for the oldest shares in it, whose price is fixed by it.
 */
@Entity_()
export class QueueFill {
    constructor(props?: Partial<QueueFill>) {
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
     * Queue contract.
     */
    @Index_()
    @BytesColumn_({nullable: false})
    queue!: Uint8Array

    /**
     * Assets paid.
     */
    @BigIntColumn_({nullable: false})
    assets!: bigint

    /**
     * Shares paid.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint

    /**
     * Assets paid in all, with this fill.
     */
    @BigIntColumn_({nullable: false})
    filledAssets!: bigint

    /**
     * Shares paid in all, with this fill.
     */
    @BigIntColumn_({nullable: false})
    filledShares!: bigint
}
