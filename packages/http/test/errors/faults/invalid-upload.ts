import { Controller, createApp, Module, Post, Upload, UploadedFile } from '@tenon/http';

@Controller('/photos')
class PhotoController {
  @Post()
  add(@UploadedFile('photo', { types: ['png'] }) photo: Upload) {
    return { size: photo.size };
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
