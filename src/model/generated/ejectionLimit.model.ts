import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {AvsMiddleware} from "./avsMiddleware.model"

/**
 * How much stake an ejection manager may eject from a quorum (QuorumEjectionParamsSet). It can be set before the quorum is created.
 */
@Entity_()
export class EjectionLimit {
    constructor(props?: Partial<EjectionLimit>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<manager>/<number of the quorum>`.
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
     * Contracts that it is of.
     */
    @Index_()
    @ManyToOne_(() => AvsMiddleware, {nullable: true})
    middleware!: AvsMiddleware

    /**
     * Ejection manager.
     */
    @BytesColumn_({nullable: false})
    manager!: Uint8Array

    /**
     * Number of the quorum.
     */
    @IntColumn_({nullable: false})
    number!: number

    /**
     * Seconds over which ejections are limited; 0: not limited.
     */
    @BigIntColumn_({nullable: false})
    rateLimitWindow!: bigint

    /**
     * Part of the total stake that may be ejected in the window, of 10,000.
     */
    @IntColumn_({nullable: false})
    ejectableStakeBips!: number
}
