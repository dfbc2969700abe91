import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"

/**
 * An ERC-4626 vault in which adapters hold shares.
 */
@Entity_()
export class AdapterSource {
    constructor(props?: Partial<AdapterSource>) {
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
     * Contract.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Token of the vaults that deposit to it.
     */
    @BytesColumn_({nullable: false})
    asset!: Uint8Array

    /**
     * Assets that it holds itself.
     */
    @BigIntColumn_({nullable: false})
    assets!: bigint

    /**
     * Its shares that exist.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint

    /**
     * Whether its price is assets by shares, as its contract rounds it; else it is not known from logs.
     */
    @BooleanColumn_({nullable: false})
    isPriced!: boolean
}
