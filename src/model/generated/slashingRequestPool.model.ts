import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {SlashingRequest} from "./slashingRequest.model"
import {Pool} from "./pool.model"

/**
 * What a slashing request asks for in one strategy.
 */
@Entity_()
export class SlashingRequestPool {
    constructor(props?: Partial<SlashingRequestPool>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<slasher>/<request id>-<position>`.
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
     * Request.
     */
    @Index_()
    @ManyToOne_(() => SlashingRequest, {nullable: true})
    request!: SlashingRequest

    /**
     * Position in the request.
     */
    @IntColumn_({nullable: false})
    position!: number

    /**
     * Strategy; null: not known before the execution, because the log of a request lists fractions alone, and fewer than the operator set had strategies.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool | undefined | null

    /**
     * Part of the operator's allocation, of 1e18.
     */
    @BigIntColumn_({nullable: false})
    wad!: bigint
}
