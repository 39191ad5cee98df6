import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const CURRENCY = createToken<string>('currency');

@Module({ providers: [provide(CURRENCY, { useValue: 'EUR' })], exports: [CURRENCY] })
class EuropeModule {}

@Module({ providers: [provide(CURRENCY, { useValue: 'USD' })], exports: [CURRENCY] })
class AmericaModule {}

@Injectable()
class PriceList {
  constructor(@Inject(CURRENCY) readonly currency: string) {}
}

// #region mend
@Module({
  imports: [EuropeModule, AmericaModule],
  providers: [PriceList, provide(CURRENCY, { useValue: 'CHF' })],
})
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
