import { Controller, createApp, Get, Module, Upload, UploadedFile } from '@tenon/http';

@Controller('/photos')
class PhotoController {
  @Get()
  add(@UploadedFile('photo') photo: Upload) {
    return { size: photo.size };
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
