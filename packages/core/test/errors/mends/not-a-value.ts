import { capturePlace, type Class, createContext, createToken, declareInjectable, Module, provide } from '@tenon/core';

const SETTINGS = createToken<{ readonly name: string }>('settings');

function Named(type: Class<object>): void {
  declareInjectable(type, {
    decorator: 'Named',
    place: capturePlace(Named),
    prepare: (_type, application) => application.valueOf(SETTINGS) ?? {},
  });
}

@Named
class Shop {}

// #region mend
@Module({ providers: [Shop, provide(SETTINGS, { useValue: { name: 'early' } })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
