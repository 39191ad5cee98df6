import { Controller, createApp, Module, Post, Upload, UploadedFiles } from '@tenon/http';

@Controller('/photos')
class PhotoController {
  @Post()
  add(@UploadedFiles('photos', { maxFiles: 0 }) photos: Upload[]) {
    return photos.length;
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
