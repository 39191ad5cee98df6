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

@Module({ providers: [Shop, provide(SETTINGS, { useFactory: () => ({ name: 'late' }) })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
