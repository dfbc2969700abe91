import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Burner router: sends the stake that was slashed in a vault to its receivers (Symbiotic).
 */
@Entity_()
export class BurnerRouter {
    constructor(props?: Partial<BurnerRouter>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address in lower case.
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
     * Token that it passes on; null if unknown: no log says it, and the router did not answer.
     */
    @BytesColumn_({nullable: true})
    collateral!: Uint8Array | undefined | null

    /**
     * Seconds until a change can be accepted; null if unknown.
     */
    @BigIntColumn_({nullable: true})
    delay!: bigint | undefined | null

    /**
     * Delay that was set and not yet accepted; null: none.
     */
    @BigIntColumn_({nullable: true})
    pendingDelay!: bigint | undefined | null

    /**
     * Time from which it can be accepted, Unix seconds; null: none is pending, or `delay` is unknown.
     */
    @BigIntColumn_({nullable: true})
    pendingDelayFrom!: bigint | undefined | null
}
