import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {PriceNumeraire} from "./_priceNumeraire"

/**
 * A price feed that the configuration names: an aggregator that emits AnswerUpdated.
 */
@Entity_()
export class PriceFeed {
    constructor(props?: Partial<PriceFeed>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the aggregator in lower case.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Aggregator that emits.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Token whose price it tells; the zero address is native ETH.
     */
    @BytesColumn_({nullable: false})
    asset!: Uint8Array

    /**
     * What the price is in.
     */
    @Column_("varchar", {length: 3, nullable: false})
    numeraire!: PriceNumeraire

    /**
     * Decimals of its answers.
     */
    @IntColumn_({nullable: false})
    decimals!: number
}
