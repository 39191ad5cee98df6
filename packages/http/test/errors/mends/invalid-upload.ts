import { Controller, createApp, Module, Post, Upload, UploadedFile } from '@tenon/http';

// #region mend
@Controller('/photos')
class PhotoController {
  @Post()
  add(@UploadedFile('photo', { types: ['image/png'] }) photo: Upload) {
    return { size: photo.size };
  }
}
// #endregion

@Module({ controllers: [PhotoController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
